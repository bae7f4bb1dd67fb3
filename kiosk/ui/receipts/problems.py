"""What can be wrong with a template or with the values given for one."""

from kiosk.domain.errors import ConfigurationInvalid


class TemplateInvalid(ConfigurationInvalid):
    """A receipt template is wrong. `line` counts from 1; `detail` reads `dòng 4: không hiểu [...]`."""

    code = "template_invalid"

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"dòng {line}: {problem}")
        self.line = line
        self.problem = problem


class ValuesInvalid(ConfigurationInvalid):
    """The values given do not fit the template; `detail` names the field, never what stood in it."""

    code = "receipt_values_invalid"
