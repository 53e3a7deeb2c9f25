"""Panels: what a turned knob changes, what is said where nothing can be shown, the call, the page without a kernel."""

import io
import re
from base64 import b64decode

import ipywidgets as widgets
import matplotlib.pyplot as plt
import pandas as pd
import pytest

from helpers.files import refuse
from helpers.show.panels import View, call_of, choice, panel, picture, search_box, whole_number

BRIDGE = pd.DataFrame({"word": ["桥"]})


def _panel(controls, compute, **options):
    return panel(controls, compute, **{"function": "count", "given": "words", "name": "t"} | options)


def _csv(html):
    return pd.read_csv(io.BytesIO(b64decode(re.search(r'base64,([^"]+)">all', html)[1])))


def test_a_turned_knob_changes_the_table_the_picture_and_the_download():
    def view(n):
        return View(pd.DataFrame({"word": ["桥"] * n}), lambda: plt.subplots(figsize=(n / 4, 1))[1], f"{n} bridges")

    knob, open_before = whole_number(2, "number"), plt.get_fignums()
    result = _panel({"n": knob}, view, rows=5)
    static, output = result.static, result.children[2]
    before = output.value
    assert 'alt="2 bridges"' in before
    knob.value = 7
    assert result.static == static
    assert 'alt="7 bridges"' in output.value
    pictures = [re.search(r'src="(data:image/png[^"]+)"', html)[1] for html in (before, output.value)]
    assert pictures[0] != pictures[1]
    assert len(_csv(output.value)) == 7
    assert output.value.count("<td") == 5
    assert plt.get_fignums() == open_before


def test_the_file_to_download_begins_with_the_mark_that_spreadsheets_know():
    html = _panel({}, lambda: View(BRIDGE)).children[2].value
    assert b64decode(re.search(r'base64,([^"]+)"', html)[1]).startswith(b"\xef\xbb\xbf")


def test_what_keeps_a_table_from_being_shown_is_said_in_its_place_and_can_be_undone():
    def view(n):
        if n > 5:
            raise refuse("no <word> is left", expected="one", repair="turn back")
        return View(BRIDGE if n else BRIDGE.head(0), lambda: plt.subplots()[1], "a bridge")

    knob = whole_number(1, "number")
    result = _panel({"n": knob}, view)
    knob.value = 9
    assert "no &lt;word&gt; is left" in result.children[2].value
    assert "<img" not in result.children[2].value
    knob.value = 0
    assert result.children[2].value == "<p><b>Nothing fits these choices together. Take one of them back.</b></p>"
    knob.value = 1
    assert "桥" in result.children[2].value


def test_a_picture_that_cannot_be_drawn_leaves_the_table():
    def no_picture():
        raise refuse("nothing to <draw>", expected="two years", repair="choose more")

    value = _panel({}, lambda: View(BRIDGE, no_picture)).children[2].value
    assert "No picture: nothing to &lt;draw&gt;" in value
    assert "桥" in value


def test_a_page_without_a_kernel_shows_the_table_and_promises_no_controls():
    result = _panel({"n": whole_number(1, "number")}, lambda n: View(BRIDGE, lambda: plt.subplots()[1], "a bridge"))
    bundle = result._repr_mimebundle_()
    assert "桥" in bundle["text/html"]
    assert "In JupyterLab" in bundle["text/html"]
    assert not re.search("download|<img|button|slider", bundle["text/html"])
    assert "children" not in bundle["text/plain"]


def test_the_button_shows_the_call_that_follows_the_controls():
    box, knob = search_box(), whole_number(1, "number")
    result = _panel({"search": box, "n": knob}, lambda **_: View(BRIDGE))
    button, code = result.children[0].children[-1], result.children[1]
    assert (button.description, code.layout.display) == ("Show the call", "none")
    button.value = True
    assert code.layout.display == "block"
    box.value, knob.value = "<桥'>", 3
    assert "count(words, search=&quot;&lt;桥&#x27;&gt;&quot;, n=3)" in code.value
    button.value = False
    assert code.layout.display == "none"


def test_a_call_is_python():
    assert call_of("f", "a, b", {"x": "'", "y": None, "z": ("c", "d")}) == "f(a, b, x=\"'\", y=None, z=('c', 'd'))"


@pytest.mark.parametrize("control", [search_box(), choice(["a"], "kind"), whole_number(1, "number")])
def test_every_control_has_a_name_that_is_not_cut(control):
    # Sliders have no name that a screen reader could say.
    assert not isinstance(control, widgets.IntSlider)
    assert control.description
    assert control.style.description_width == "initial"


def test_a_picture_has_twice_the_pixels_of_its_place_and_is_never_wider_than_the_page():
    html = picture(lambda: plt.subplots(figsize=(3, 2), dpi=100)[1], "a bridge")
    data = b64decode(re.search(r'base64,([^"]+)"', html)[1])
    # A PNG says its width and height at the same place.
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (600, 400)
    assert 'style="width: 300px; max-width: 100%; height: auto"' in html


def test_an_alt_text_is_escaped():
    assert 'alt="a &quot;b&quot; &lt;c&gt;"' in picture(lambda: plt.subplots()[1], 'a "b" <c>')
