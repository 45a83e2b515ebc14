//! Knows the line beneath a header that explains the columns: "(A/B/C)", "(dd/mm/yyyy)", "Yes/No".

use entities::domain::{Vocabulary, normalise};

use crate::{
    extract::{Cell, Row, Value},
    recognise::{Field, GroupHeading, Layout},
};

/// How far beneath the header such a line may stand.
const BENEATH: u32 = 2;

/// Whether a row explains the columns: every text in it says what may be written beneath, and none is written there.
pub(super) fn explains(layout: &Layout, row: &Row) -> bool {
    let is_beneath = layout.header_row > 0 && row.number <= layout.header_row + BENEATH;
    let mut own = row.cells.iter().filter(|cell| cell.anchor.is_none()).peekable();
    let explains = |cell: &Cell| match &cell.value {
        Value::Text(text) => is_explanation(text) && !may_be_heading(layout, row, cell, text),
        _ => false,
    };
    is_beneath && own.peek().is_some() && own.all(explains)
}

/// Whether a text speaks of the rows beneath it, where no choice of models or statuses is to be made.
fn may_be_heading(layout: &Layout, row: &Row, cell: &Cell, text: &str) -> bool {
    let names_ccg =
        matches!(layout.field(cell.column), Some(Field::OdsCode | Field::OnsCode | Field::CcgName));
    names_ccg && GroupHeading::read(layout.kind, row.address(cell.column), text).is_sure(text)
}

fn is_explanation(text: &str) -> bool {
    let text = text.trim();
    let is_bracketed = [('(', ')'), ('[', ']'), ('<', '>')]
        .into_iter()
        .any(|(open, close)| text.starts_with(open) && text.ends_with(close));
    is_bracketed || is_pattern_of_date(text) || is_choice(text) || is_form(text)
}

/// "dd/mm/yyyy", "YYYY-MM-DD", "dd mmm yy", "yyyy/yy".
fn is_pattern_of_date(text: &str) -> bool {
    let text = text.to_lowercase();
    let parts: Vec<&str> = text.split(['/', '-', ' ', '.']).collect();
    let is_part = |part: &&str| {
        let of = |letter| part.len() >= 2 && part.len() <= 4 && part.chars().all(|c| c == letter);
        of('d') || of('m') || of('y')
    };
    parts.len() > 1 && parts.iter().all(is_part)
}

/// "A/B/C", "Yes/No", "Yes or No": words between which to choose.
fn is_choice(text: &str) -> bool {
    const ANSWERS: [&str; 7] = ["yes", "no", "y", "n", "x", "blank", "not stated"];
    let spaced = text.replace(" or ", "/").replace(['|', ',', ';'], "/");
    let choices: Vec<&str> = spaced.split('/').map(str::trim).filter(|choice| !choice.is_empty()).collect();
    let is_answer = |choice: &&str| {
        ANSWERS.contains(&normalise(choice).as_str())
            || entities::domain::ModelCode::parse(choice).is_ok()
            || entities::domain::Stage::parse(choice).is_ok()
    };
    choices.len() > 1 && choices.iter().all(is_answer)
}

/// "Text", "Free text", "3 characters", "e.g. 08F".
fn is_form(text: &str) -> bool {
    let text = normalise(text);
    let is_word = matches!(
        text.as_str(),
        "text" | "free text" | "number" | "date" | "drop down" | "dropdown" | "mandatory" | "optional"
    );
    is_word
        || text.ends_with(" characters")
        || text.starts_with("e g ")
        || text.starts_with("eg ")
        || text.starts_with("for example ")
}

#[cfg(test)]
mod tests {
    use super::is_explanation;

    #[test]
    fn an_explanation_says_what_may_be_written_and_is_nothing_that_is_written() {
        for text in [
            "(A/B/C)",
            "A/B/C",
            "(dd/mm/yyyy)",
            "DD/MM/YYYY",
            "yyyy-mm-dd",
            "yyyy/yy",
            "Yes/No",
            "Yes or No",
            "Delegated, Joint or Greater involvement",
            "applied/approved/live",
            "[see note 2]",
            "Free text",
            "3 characters",
            "e.g. 08F",
        ] {
            assert!(is_explanation(text), "{text}");
        }
        for text in [
            "08F",
            "A",
            "Yes",
            "Joint",
            "2015/16",
            "01/04/2015",
            "NHS Havering CCG",
            "Hull/York",
            "",
            "/",
            "mm",
        ] {
            assert!(!is_explanation(text), "{text}");
        }
    }
}
