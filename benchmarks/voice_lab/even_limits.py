"""The program with one limit for all commands, and early decisions without a second opinion:
`python benchmarks/voice_lab/even_limits.py hear FILE...`.

`hearing.py --limits uniform` measures it beside the program as it is. It is no option of the program: nobody is better
understood so.
"""

import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from drillvoice.core.hearing.hypotheses import ALONE
from drillvoice.listening import ear
from drillvoice.terminal.cli.main import main

if __name__ == "__main__":
    vars(ear)["ALONE"] = replace(ALONE, phrases_differ=False)
    vars(ear)["UNHURRIED"] = frozenset()
    main()
