# Sets $python to a Python of 3.11 or later: the versions the lock files were tried with come first.
# Each candidate is run, because a name on the PATH may be a stand-in for one that is not installed.
python=
for versions in '(3, 11) <= sys.version_info < (3, 14)' '(3, 11) <= sys.version_info'; do
  for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11 python3.14 python; do
    if "$candidate" -c "import sys; sys.exit(not ($versions))" >/dev/null 2>&1; then
      python=$candidate
      break 2
    fi
  done
done
if [ -z "$python" ]; then
  echo "Potrzebny jest Python 3.11 lub nowszy, a nie ma go na tym komputerze (Debian, Ubuntu: apt install python3 python3-venv)." >&2
  echo "Python 3.11 or later is needed and was not found here (found: $(python3 --version 2>&1 | head -n 1))." >&2
  exit 1
fi
