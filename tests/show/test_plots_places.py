"""Maps: every place with a point is drawn where it is, as large as it is named, and no name covers another."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from pictures import draw, faults, style, told  # noqa: F401 (style is a fixture)

from helpers import CorpusError
from helpers.show.plots_places import LARGEST, located, place_map, small_maps
from helpers.show.style import BLUE, ORANGE

PLACES = pd.DataFrame(
    [
        ("北城", "city", "", "North City", 116.4, 39.9, ""),
        ("南城", "city", "", "South City", 117.2, 39.1, ""),
        ("东镇", "town", "北城", "East Town", 116.9, 39.8, ""),
        ("三城", "region", "", "the three cities", 116.8, 39.5, ""),
        ("何处", "site", "", "Nowhere", np.nan, np.nan, ""),
        ("清河", "river", "", "Clear River", 116.7, 39.6, "北城|东镇|何处|南城"),
        ("北南铁路", "railway", "", "North-South Railway", 116.8, 39.5, "北城|南城"),
    ],
    columns=["place", "kind", "parent", "gloss", "longitude", "latitude", "via"],
)
COUNTS = pd.DataFrame(
    {
        "word": ["三城", "北城", "南城", "清河", "东镇", "北南铁路", "何处", "未知"],
        "count": [90, 40, 10, 5, 4, 3, 2, 1],
        "range": [9, 8, 5, 2, 1, 1, 1, 1],
    }
)


def test_only_places_with_a_point_are_located():
    table = located(COUNTS, PLACES)
    assert table["word"].tolist() == ["北城", "南城", "清河", "东镇", "北南铁路"]
    assert table["gloss"].tolist()[:2] == ["North City", "South City"]


def test_points_are_where_and_as_large_as_they_are_named_and_lines_join_what_they_pass():
    axes = place_map(COUNTS, PLACES, n=10)
    draw(axes[0])
    for ax in axes:
        points = ax.collections[0]
        assert points.get_offsets().tolist() == [[116.4, 39.9], [117.2, 39.1], [116.9, 39.8]]
        assert points.get_sizes().tolist() == [LARGEST, LARGEST / 4, LARGEST / 10]
        assert [to_hex(colour).upper() for colour in points.get_facecolors()] == [BLUE, BLUE, ORANGE]
        river, railway = (line.get_xydata().tolist() for line in ax.lines)
        assert river == [[116.4, 39.9], [116.9, 39.8], [117.2, 39.1]]
        assert railway == [[116.4, 39.9], [117.2, 39.1]]
    assert told(axes[0])[0].startswith("北城 North City leads; 1 of 3 places are named in a tenth")
    assert "railways (dashes) 北南铁路" in told(axes[0])[1] and "rivers (full) 清河" in told(axes[0])[1]
    assert faults(axes[0].figure) == []


def test_a_degree_is_as_long_in_both_directions():
    ax = place_map(COUNTS, PLACES, n=10)[0]
    assert ax.get_aspect() == pytest.approx(1 / np.cos(np.radians(sum(ax.get_ylim()) / 2)))


def test_small_maps_share_a_frame_and_show_shares():
    axes = small_maps(
        {"rivers": COUNTS.iloc[1:3], "hills": COUNTS.iloc[2:3], "none": COUNTS.tail(1)}, PLACES, what="field"
    )
    draw(axes[0])
    assert [ax.get_title(loc="left") for ax in axes] == ["rivers: 50 mentions", "hills: 10 mentions"]
    assert axes[0].get_xlim() == axes[1].get_xlim() and axes[0].get_ylim() == axes[1].get_ylim()
    assert axes[0].collections[0].get_sizes().tolist() == pytest.approx([LARGEST * 0.8, LARGEST * 0.2])
    assert told(axes[0])[0] == "北城 North City leads in 1 of 2 fields; 南城 South City for hills"
    assert faults(axes[0].figure) == []


@pytest.mark.parametrize("call", [lambda: place_map(COUNTS.tail(1), PLACES, n=9), lambda: small_maps({"a": COUNTS.tail(1)}, PLACES, what="field")])  # fmt: skip
def test_nothing_to_draw_is_refused(call):
    with pytest.raises(CorpusError, match="no place to draw"):
        call()


def test_a_crowd_of_places_at_one_spot_is_drawn_without_a_name_over_another():
    crowd = pd.concat([PLACES.assign(place=PLACES["place"] + str(n), via="") for n in range(12)])
    counts = pd.DataFrame({"word": crowd["place"], "count": range(len(crowd), 0, -1), "range": 1})
    axes = place_map(counts, crowd, n=3, labels=60)
    draw(axes[0])
    assert faults(axes[0].figure) == []


def test_the_shipped_places_are_drawn(shipped):
    corpus = shipped.select()
    spread = corpus.places.groupby("place").agg(count=("count", "sum"), range=("passage_id", "nunique")).reset_index()
    spread = spread.rename(columns={"place": "word"}).sort_values("count", ascending=False)
    axes = place_map(spread, corpus.lexicon.places, n=35)
    draw(axes[0])
    assert faults(axes[0].figure) == []
    assert len(axes[1].texts) > 8
