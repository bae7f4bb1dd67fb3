"""`kiosk speech`: which sentences have no sound yet, and rendering them with a voice that is installed."""

import argparse
import shlex
import shutil
import subprocess

from kiosk.cli.speaking import Exit, Subcommands, add_command, place_of, print_fact, resources
from kiosk.domain.errors import ConfigurationInvalid

PROGRAM = "espeak-ng -v {language} -s 145 -w {file} {text}"
RENDERS_WITHIN_S = 60.0


def add(commands: Subcommands) -> None:
    """Register the command."""
    speech = add_command(
        commands,
        "speech",
        run_speech,
        words="The sentences that screens say: which are not rendered yet, or render them with an installed voice.",
        example='kiosk speech --render   (or --with "piper-say {language} {file} {text}")',
        prints_facts=True,
    )
    speech.add_argument("--render", action="store_true", help="make the missing sound files")
    speech.add_argument(
        "--with", dest="program", default=PROGRAM, metavar="COMMAND", help=f'default "{PROGRAM}"'
    )
    speech.add_argument("--lang", choices=("vi", "en"), help="only this language")


def run_speech(arguments: argparse.Namespace) -> int:
    """0 when nothing is missing (any more), 4 when something is."""
    from kiosk.app.voice import phrase_folder
    from kiosk.ui.speech.phrases import Phrase, PhraseFolder, phrases_to_render

    place = place_of(arguments)
    folder = phrase_folder(place.settings.speech, place.home)
    wanted = [
        phrase
        for phrase in phrases_to_render(resources() / "i18n")
        if arguments.lang in (None, phrase.language)
    ]
    kept = PhraseFolder(folder)
    missing = kept.missing(wanted)
    if not arguments.render:
        for phrase in missing:
            if arguments.json:
                print_fact({"language": phrase.language, "key": phrase.key, "says": phrase.says})
            else:
                print(f"{phrase.language}  {phrase.key}: {phrase.says}")
        _tell(arguments, folder=str(folder), sentences=len(wanted), missing=len(missing))
        return Exit.WORK_LEFT if missing else Exit.DONE
    words = shlex.split(arguments.program)
    if not words or shutil.which(words[0]) is None:
        raise ConfigurationInvalid(
            f"there is no program {words[0] if words else ''!r}: install a voice (apt-get install espeak-ng), or name "
            'one: --with "PROGRAM {language} {file} {text}"'
        )

    def render(phrase: Phrase) -> bool:
        file = folder / phrase.file
        file.parent.mkdir(parents=True, exist_ok=True)
        gaps = {"language": phrase.language, "file": str(file), "text": phrase.says}
        command = [word.format(**gaps) for word in words]
        done = subprocess.run(command, capture_output=True, check=False, timeout=RENDERS_WITHIN_S)
        return done.returncode == 0 and file.is_file() and file.stat().st_size > 0

    failed = 0
    for phrase in missing:
        if render(phrase):
            kept.add(phrase)
        else:
            failed += 1
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        kept.keep()
    _tell(arguments, folder=str(folder), sentences=len(wanted), missing=failed)
    return Exit.WORK_LEFT if failed else Exit.DONE


def _tell(arguments: argparse.Namespace, *, folder: str, sentences: int, missing: int) -> None:
    if arguments.json:
        print_fact({"folder": folder, "sentences": sentences, "missing": missing})
    else:
        print(f"{sentences - missing} of {sentences} sentences are rendered in {folder}")
