//! The organisation files of the NHS (`eccg.csv` and its like): no header, and the same columns in every edition.

use entities::domain::{DatasetKind, OdsCode};

use super::{Layout, Shape};
use crate::{
    extract::{Row, Value},
    recognise::Field,
};

/// Code, name, opening and closing day; the region's and the office's code, the address and the type are not read.
const COLUMNS: [(u32, Field); 4] =
    [(0, Field::OdsCode), (1, Field::CcgName), (10, Field::OpenedOn), (11, Field::ClosedOn)];

/// The layout, if the first row of a sheet is one of such a file: a code, a name, the code of a region, and in the
/// eleventh column a day in eight digits.
pub(in crate::recognise) fn ods_extract(row: &Row) -> Option<Layout> {
    let text = |column| match row.cell(column).map(|cell| &cell.value) {
        Some(Value::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = OdsCode::parse(text(0)?).is_ok()
        && text(1).is_some()
        && text(2)?.strip_prefix('Y').is_some_and(|number| digits(number, 2))
        && digits(text(10)?, 8);
    fits.then(|| Layout {
        kind: DatasetKind::CcgRegister,
        shape: Shape::Long,
        header_row: 0,
        columns: COLUMNS.to_vec(),
        constants: Vec::new(),
        unknown: Vec::new(),
        fields: row.fields,
        lines: Vec::new(),
    })
}
