"""Measurements of the program as its users run it: processes in a plain environment, in CPU time, as ratios.

python -m benchmarks startup              # every everyday command against `python -c pass`
python -m benchmarks scale                # a file of 100,000 contacts and 1,000,000 activities
python -m benchmarks peers                # beside other programs, where they are installed
python -m benchmarks page                 # all of it, written into docs/performance.md
"""
