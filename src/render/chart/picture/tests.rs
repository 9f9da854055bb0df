//! Pictures, read back by others.

use super::super::tests::{days, many, of, places};
use super::super::{Chart, Kind};
use super::paper::WIDTH;
use super::{Picture, Theme, picture};
use roxmltree::Document;

const BLUE: &str = "#1F6FB2";
const RED: &str = "#C83F36";

fn svg(chart: &Chart) -> String {
    String::from_utf8(picture(chart, Picture::Svg, Theme::Light).unwrap()).unwrap()
}

/// How many elements of this name have a color, as filling or as line.
fn count(svg: &Document<'_>, name: &str, color: &str) -> usize {
    let has = |node: &roxmltree::Node<'_, '_>| {
        let of = |attribute| node.attribute(attribute) == Some(color);
        node.has_tag_name(("http://www.w3.org/2000/svg", name)) && (of("fill") || of("stroke"))
    };
    svg.descendants().filter(has).count()
}

fn texts(svg: &Document<'_>) -> Vec<String> {
    let texts = svg
        .descendants()
        .filter(|node| node.tag_name().name() == "text");
    texts
        .map(|node| node.text().unwrap().trim().to_owned())
        .collect()
}

#[test]
fn an_svg_has_a_bar_for_each_number_and_all_names() {
    let text = svg(&of(places(), None));
    let document = Document::parse(&text).unwrap();
    // Of five counts one is 0; of five sums one is null and one below 0.
    assert_eq!(count(&document, "rect", BLUE), 4 + 3);
    assert_eq!(count(&document, "rect", RED), 1);
    let texts = texts(&document);
    for expected in [
        "n by location",
        "due by location",
        "Bordeaux",
        "李小龍の庭園",
        "null",
        "a↵␛[31mb",
        "12",
        "48210.50",
        "-12500.00",
        "0.01",
    ] {
        assert!(
            texts.iter().any(|text| text == expected),
            "{expected}: {texts:?}"
        );
    }
    assert!(
        texts
            .iter()
            .any(|text| text.starts_with("Llanfair") && text.ends_with('…'))
    );
}

#[test]
fn an_svg_of_days_has_a_line_that_is_broken_where_a_number_is_missing() {
    let text = svg(&of(days(), None));
    let document = Document::parse(&text).unwrap();
    assert_eq!(count(&document, "polyline", BLUE), 2);
    assert_eq!(count(&document, "circle", BLUE), 10);
    let texts = texts(&document);
    assert!(
        texts.contains(&"2026-06-01".into()) && texts.contains(&"2026-06-30".into()),
        "{texts:?}"
    );
}

#[test]
fn a_spark_is_a_line_beside_its_name_and_its_ends() {
    let text = svg(&of(days(), Some(Kind::Spark)));
    let document = Document::parse(&text).unwrap();
    assert_eq!(count(&document, "polyline", BLUE), 2);
    assert_eq!(count(&document, "circle", BLUE), 1);
    assert_eq!(texts(&document).len(), 2, "{text}");
}

#[test]
fn what_is_no_xml_in_a_name_stays_text() {
    let mut rows = places();
    let name = "</text><script>alert(1)</script> & \"'\u{1}";
    rows.rows[0][0] = crate::value::Value::Text(name.into());
    rows.columns[1].name = "<b>&".into();
    let text = svg(&of(rows, None));
    let document = Document::parse(&text).unwrap();
    assert!(
        !document
            .descendants()
            .any(|node| node.tag_name().name() == "script")
    );
    let texts = texts(&document);
    assert!(
        texts.contains(&"</text><script>alert(1)</script> & \"'␁".into()),
        "{texts:?}"
    );
    assert!(texts.contains(&"<b>& by location".into()), "{texts:?}");
}

#[test]
fn a_png_is_decoded_and_has_the_bars() {
    for (chart, is_bars) in [(of(places(), None), true), (of(days(), None), false)] {
        let file = picture(&chart, Picture::Png, Theme::Light).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(file))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!(info.width, WIDTH * 2);
        let of = |color: [u8; 3]| pixels.chunks(3).filter(|pixel| **pixel == color).count();
        assert!(
            of([255, 255, 255]) > pixels.len() / 3 / 2,
            "it is mostly white"
        );
        assert!(of([31, 111, 178]) > 500, "it has blue");
        assert_eq!(of([200, 63, 54]) > 500, is_bars, "what is negative is red");
        assert!(of([33, 37, 41]) > 100, "it has letters");
    }
}

#[test]
fn a_dark_picture_is_the_same_in_other_colors() {
    let chart = of(places(), None);
    let dark = picture(&chart, Picture::Svg, Theme::Dark).unwrap();
    let dark = String::from_utf8(dark).unwrap();
    let light = svg(&chart);
    let without_colors = |text: &str| {
        let colors = text.split('#').skip(1).map(|rest| &rest[..6]);
        let colors: std::collections::BTreeSet<String> = colors.map(str::to_owned).collect();
        let plain = colors.iter().fold(text.to_owned(), |text, color| {
            text.replace(color.as_str(), "")
        });
        (plain, colors)
    };
    let ((dark, dark_colors), (light, light_colors)) =
        (without_colors(&dark), without_colors(&light));
    assert_eq!(dark, light);
    assert_eq!(dark_colors.len(), light_colors.len());
    assert!(dark_colors.is_disjoint(&light_colors));
    let file = picture(&chart, Picture::Png, Theme::Dark).unwrap();
    let mut reader = png::Decoder::new(std::io::Cursor::new(file))
        .read_info()
        .unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    assert_eq!(&pixels[..3], [22, 27, 34]);
}

#[test]
fn of_many_rows_a_picture_shows_some_and_says_how_many_more() {
    let text = svg(&of(many(1000), None));
    let document = Document::parse(&text).unwrap();
    assert!(texts(&document).contains(&"… 950 more".into()));
    let line = svg(&of(many(100_000), Some(Kind::Line)));
    assert_eq!(count(&Document::parse(&line).unwrap(), "polyline", BLUE), 1);
}
