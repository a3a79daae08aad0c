"""`python -m tts` is the command `tts`."""

from tts.cli import main

main()
