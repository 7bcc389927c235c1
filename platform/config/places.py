"""Where the code and the data lie."""

from pathlib import Path

from config.reading import env, folder

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = folder("DATA_DIR", Path(env.str("DATA_DIR") or BASE_DIR / "var").resolve())
