"""The patterns of a lexicon: complete for ours, and another for every other one."""

from dataclasses import replace

import pandas as pd

from helpers.figures.lexicon import vocabulary
from helpers.figures.rows import extract
from helpers.lexicon import shipped


def test_our_patterns_are_complete():
    words = vocabulary(shipped())
    assert len(words.units) > 70
    assert set(words.directions.values()) == {"rise", "fall", "compare"}
    assert len(words.places) > 300
    assert (words.kinds["天津"], words.kinds["广东"], words.kinds["通州区"]) == ("市", "省", "区")


def test_a_name_that_is_no_region_of_figures_is_no_place():
    words = vocabulary(shipped())
    assert "长城" in set(shipped().gazetteer["written"])
    assert "长城" not in words.places


def test_a_lexicon_of_its_own_gives_other_places_and_units():
    own = replace(
        shipped(),
        gazetteer=pd.DataFrame({"written": ["青河"], "place": ["青河"], "pos": [""], "gloss": [""]}),
        units=pd.DataFrame({"written": ["担"], "unit": ["担"], "class": ["count"], "gloss": ["loads"]}),
    )
    assert extract("青河挑水40担。", lexicon=own)[["region", "value", "unit"]].to_numpy().tolist() == [
        ["青河", 40, "担"]
    ]
    assert extract("青河挑水40担。").empty
    assert vocabulary(own) is vocabulary(own)
    assert vocabulary(own) is not vocabulary(shipped())
