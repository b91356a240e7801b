"""Runs the peers over histories: reads {"series": [[...]]} from stdin, writes places and seconds to stdout."""

import json
import logging
import sys
import time

from otava.series import AnalysisOptions, Metric, Series
from scipy.stats import ttest_ind

# The t-test rule: means of this many runs before and after a place, at the p-value that Otava has as default.
WINDOW = 10
P_VALUE = 0.001


def otava(values):
    """Apache Otava with its default options, as its command line calls it."""
    times = list(range(len(values)))
    series = Series("bench", None, times, {"m": Metric()}, {"m": list(values)}, {})
    return [point.index for point in series.analyze(AnalysisOptions()).change_points["m"]]


def t_test(values):
    """Welch's t-test of the windows around each place; of places in reach of each other the surest."""
    places = range(WINDOW, len(values) - WINDOW + 1)
    if not places:
        return []
    rows = [values[t - WINDOW : t] for t in places], [values[t : t + WINDOW] for t in places]
    chances = [1.0 if p != p else p for p in ttest_ind(*rows, axis=1, equal_var=False).pvalue]
    found = []
    for chance, place in sorted(zip(chances, places)):
        if chance >= P_VALUE:
            break
        if all(abs(place - other) >= WINDOW for other in found):
            found.append(place)
    return sorted(found)


def timed(detect, series):
    started = time.perf_counter()
    places = [[int(place) for place in detect(values)] for values in series]
    return {"places": places, "seconds": time.perf_counter() - started}


logging.disable(logging.CRITICAL)
histories = json.load(sys.stdin)["series"]
json.dump({"otava": timed(otava, histories), "tTest": timed(t_test, histories)}, sys.stdout)
