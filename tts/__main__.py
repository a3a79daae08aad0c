"""`python -m tts` is the command `tts`."""

from tts.start import main

main()
