//! Charts that a spreadsheet draws of its cells: they follow when somebody changes these.

use crate::render::chart::{Chart, Kind, is_time};
use rust_xlsxwriter::{Chart as Native, ChartType, Worksheet, XlsxError};

/// The size of a chart, in pixels.
const WIDTH: u32 = 720;
const HEIGHT: u32 = 360;
/// From one chart to the next, in rows of the usual height.
const ROWS: u32 = 19;

/// Draws a chart beside its rows, which fill a sheet: those below the header up to `last`. Numbers of another type have a
/// chart of their own below, since money stands not beside counts.
pub(super) fn insert(sheet: &mut Worksheet, chart: &Chart, last: u32) -> Result<(), XlsxError> {
    let beside = place(chart.rows().columns.len()) + 1;
    for (panel, top) in chart.panels().iter().zip((1..).step_by(ROWS as usize)) {
        let native = native(&sheet.name(), chart, panel, last);
        sheet.insert_chart(top, beside, &native)?;
    }
    Ok(())
}

fn native(sheet: &str, chart: &Chart, panel: &[usize], last: u32) -> Native {
    let mut native = Native::new(match chart.kind() {
        Kind::Bar => ChartType::Column,
        Kind::Line | Kind::Spark => ChartType::Line,
    });
    native.set_width(WIDTH).set_height(HEIGHT);
    for column in panel.iter().copied().map(place) {
        let series = native.add_series();
        series
            .set_name((sheet, 0, column))
            .set_values((sheet, 1, column, last, column));
        if chart.names().is_some() {
            series.set_categories((sheet, 1, 0, last, 0));
        }
    }
    let names = panel.iter().map(|column| &chart.rows().columns[*column]);
    let names: Vec<&str> = names.map(|column| column.name.as_str()).collect();
    let title = match chart.names() {
        Some(column) => format!("{} by {}", names.join(", "), column.name),
        None => names.join(", "),
    };
    native.title().set_name(&title);
    if panel.len() == 1 {
        native.legend().set_hidden();
    }
    let is_time = chart.names().is_some_and(|column| is_time(column.kind));
    native.x_axis().set_date_axis(is_time);
    native
}

/// The place of a column of a sheet, which has fewer than can be counted.
fn place(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}
