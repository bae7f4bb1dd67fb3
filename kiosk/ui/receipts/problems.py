"""The one error of this room: a template that cannot be used."""

from kiosk.domain.errors import ConfigurationInvalid


class TemplateInvalid(ConfigurationInvalid):
    """A receipt template is wrong. `line` counts from 1; `detail` reads `dòng 4: không hiểu [...]`."""

    code = "template_invalid"

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"dòng {line}: {problem}")
        self.line = line
        self.problem = problem
