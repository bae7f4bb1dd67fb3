"""A technician changes the words of a slip and sees at once how it will look; drawing and keeping happen elsewhere."""

from kiosk.flow.intents import EffectFailed, WentBack
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.printing_words import (
    DrawTemplate,
    KeepTemplate,
    LoadTemplate,
    RestoreTemplate,
    TemplateChosen,
    TemplateConfirmed,
    TemplateDrawn,
    TemplateGivenUp,
    TemplateLoaded,
    TemplateTyped,
    TemplateView,
)
from kiosk.flow.visit import Visit

FIRST_TEMPLATE, FIRST_WIDTH_DOTS = "submission", 576
WIDTHS_DOTS = (384, 512, 576)


class TemplateStep:
    """At most one drawing is under way; what was typed meanwhile is drawn after it."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._name, self._language = FIRST_TEMPLATE, visit.language
        self._width_dots = FIRST_WIDTH_DOTS
        self._loaded: TemplateLoaded | None = None
        self._loads = 0
        self._source = ""
        self._drawn: TemplateDrawn | None = None
        self._drawing = False
        self._stale = False
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """The text as it would be used now."""
        return (LoadTemplate(name=self._name, language=self._language),)

    def view(self) -> View:
        """Text at one side, paper at the other."""
        loaded, drawn = self._loaded, self._drawn
        return TemplateView(
            name=self._name,
            language=self._language,
            width_dots=self._width_dots,
            names=loaded.names if loaded else (),
            source=loaded.source if loaded else "",
            load_number=self._loads,
            is_changed=loaded.is_changed if loaded else False,
            is_unsaved=loaded is not None and self._source != loaded.source,
            picture=drawn.picture if drawn else b"",
            line=drawn.line if drawn else 0,
            problem=drawn.problem if drawn else "",
            can_go_back=True,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Draw after every change; keep only what can be drawn."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case TemplateChosen(name=name, language=language, width_dots=width_dots):
                return self._choose(name, language, width_dots)
            case TemplateLoaded():
                self._loaded, self._source = intent, intent.source
                self._loads += 1
                if intent.saved:
                    self._notice = Notice("success", "template.saved")
                return self._draw()
            case TemplateTyped(source=source):
                self._source, self._notice = source, None
                return self._draw()
            case TemplateDrawn():
                # a wrong line leaves the last good picture where it is
                last = self._drawn.picture if self._drawn else b""
                self._drawn = TemplateDrawn(
                    picture=intent.picture or last, line=intent.line, problem=intent.problem
                )
                self._drawing = False
                return self._draw() if self._stale else Turn()
            case TemplateConfirmed(source=source):
                self._source, self._notice = source, None
                keep = KeepTemplate(
                    name=self._name,
                    language=self._language,
                    source=source,
                    staff_id=self._visit.staff_id or "",
                )
                return Turn(effects=(keep,))
            case TemplateGivenUp():
                self._notice = None
                restore = RestoreTemplate(
                    name=self._name, language=self._language, staff_id=self._visit.staff_id or ""
                )
                return Turn(effects=(restore,))
            case EffectFailed():
                self._drawing = False
                self._notice = Notice("error", intent.text_key)
        return Turn()

    def _choose(self, name: str, language: str, width_dots: int) -> Turn:
        self._notice = None
        if width_dots in WIDTHS_DOTS:
            self._width_dots = width_dots
        if (name, language) == (self._name, self._language):
            return self._draw()
        self._name, self._language, self._drawn = name, language, None
        return Turn(effects=self.enter())

    def _draw(self) -> Turn:
        self._stale = self._drawing
        if self._drawing:
            return Turn()
        self._drawing = True
        draw = DrawTemplate(
            name=self._name, language=self._language, source=self._source, width_dots=self._width_dots
        )
        return Turn(effects=(draw,))
