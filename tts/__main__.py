"""`python -m tts` is the command `tts`."""

from tts.cli.start import main

if __name__ == "__main__":  # other processes of a pool import it, too
    main()
