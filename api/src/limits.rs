//! Limits on a document, checked before anything else looks at it.
//!
//! The library follows each spread of a fragment again whenever it walks a document, and it walks it several
//! times before its own limits answer: fragments that spread each other twenty times, five deep, take less than
//! a kilobyte and fifteen seconds. Here every fragment is measured once, and spreads are added up.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned, ServerError,
    parser::types::{ExecutableDocument, FragmentDefinition, Selection, SelectionSet},
};

use crate::{error::code, schema::with_code};

/// The longest document, in bytes.
pub const LENGTH: usize = 64 * 1024;
/// The deepest nesting of fields. The usual introspection query has fifteen levels.
pub const DEPTH: usize = 15;
/// The most fields, once fragments are put in place of their spreads.
pub const FIELDS: usize = 1000;
/// The most aliases, counted likewise.
pub const ALIASES: usize = 50;
/// The most fragments.
pub const FRAGMENTS: usize = 20;
/// The most values that a query may give, as reckoned from the sizes of its pages.
pub const COMPLEXITY: usize = 20_000;
/// The deepest nesting of selections, fragments among them.
pub const RECURSION: usize = 32;
/// The most directives on one field.
pub const DIRECTIVES: usize = 5;

/// Refuses a document that is too long to be parsed.
///
/// # Errors
/// When it is.
pub fn check_length(document: &str) -> Result<(), ServerError> {
    within("bytes", document.len(), LENGTH, code::QUERY_TOO_COMPLEX)
}

/// Refuses a document that would take too long to execute, or even to validate.
///
/// # Errors
/// When it is over a limit, or a fragment contains itself.
pub fn check(document: &ExecutableDocument) -> Result<(), ServerError> {
    within("fragments", document.fragments.len(), FRAGMENTS, code::QUERY_TOO_COMPLEX)?;
    let mut measure = Measure { fragments: &document.fragments, measured: HashMap::new() };
    for (_, operation) in document.operations.iter() {
        let size = measure.selection(&operation.node.selection_set.node)?;
        within("levels of fields", size.depth, DEPTH, code::QUERY_TOO_DEEP)?;
        within("fields", size.fields, FIELDS, code::QUERY_TOO_COMPLEX)?;
        within("aliases", size.aliases, ALIASES, code::QUERY_TOO_COMPLEX)?;
    }
    Ok(())
}

fn within(what: &str, found: usize, limit: usize, code: &str) -> Result<(), ServerError> {
    if found <= limit {
        return Ok(());
    }
    let message = format!("The query has {found} {what}; the limit is {limit}.");
    let mut error = with_code(ServerError::new(message, None), code);
    let extensions = error.extensions.get_or_insert_default();
    extensions.set("cost", found);
    extensions.set("limit", limit);
    Err(error)
}

/// What a selection amounts to once fragments are put in place of their spreads.
#[derive(Copy, Clone, Default)]
struct Size {
    fields: usize,
    aliases: usize,
    depth: usize,
}

impl Size {
    /// With another selection beside it. Sums saturate: they may be astronomical.
    fn beside(self, other: Self) -> Self {
        Self {
            fields: self.fields.saturating_add(other.fields),
            aliases: self.aliases.saturating_add(other.aliases),
            depth: self.depth.max(other.depth),
        }
    }

    /// Within a field.
    fn within_field(self, aliased: bool) -> Self {
        Self {
            fields: self.fields.saturating_add(1),
            aliases: self.aliases.saturating_add(usize::from(aliased)),
            depth: self.depth.saturating_add(1),
        }
    }
}

struct Measure<'a> {
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    /// The sizes of fragments; none for one that is being measured.
    measured: HashMap<&'a Name, Option<Size>>,
}

impl<'a> Measure<'a> {
    fn selection(&mut self, selection: &'a SelectionSet) -> Result<Size, ServerError> {
        let mut size = Size::default();
        for item in &selection.items {
            size = size.beside(match &item.node {
                Selection::Field(field) => {
                    let within = self.selection(&field.node.selection_set.node)?;
                    within.within_field(field.node.alias.is_some())
                }
                Selection::InlineFragment(fragment) => self.selection(&fragment.node.selection_set.node)?,
                Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node)?,
            });
        }
        Ok(size)
    }

    /// An unknown fragment has no size: validation will name it.
    fn fragment(&mut self, name: &Name) -> Result<Size, ServerError> {
        let Some((name, fragment)) = self.fragments.get_key_value(name) else {
            return Ok(Size::default());
        };
        match self.measured.get(name) {
            Some(Some(size)) => Ok(*size),
            Some(None) => {
                let message = format!("The fragment \"{name}\" contains itself.");
                let error = ServerError::new(message, Some(fragment.pos));
                Err(with_code(error, code::GRAPHQL_VALIDATION_FAILED))
            }
            None => {
                self.measured.insert(name, None);
                let size = self.selection(&fragment.node.selection_set.node)?;
                self.measured.insert(name, Some(size));
                Ok(size)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use async_graphql::parser::parse_query;

    use super::{check, check_length};

    fn refusal(document: &str) -> Option<String> {
        let document = parse_query(document).expect("a document");
        check(&document).err().map(|error| error.message)
    }

    /// Fragments that spread the next one `width` times, `levels` deep.
    fn fan_out(width: usize, levels: usize) -> String {
        let mut document = "{ ...f0 }".to_owned();
        for level in 0..levels {
            let spreads = format!("...f{} ", level + 1).repeat(width);
            document += &format!(" fragment f{level} on Query {{ {spreads} }}");
        }
        document + &format!(" fragment f{levels} on Query {{ __typename }}")
    }

    #[test]
    fn fragments_that_fan_out_are_refused_at_once() {
        for (width, levels) in [(10, 4), (20, 5), (20, 15)] {
            let begun = Instant::now();
            assert!(refusal(&fan_out(width, levels)).is_some_and(|message| message.contains("fields")));
            assert!(begun.elapsed() < Duration::from_millis(100));
        }
    }

    #[test]
    fn a_fragment_that_contains_itself_is_refused() {
        let direct = "{ ...a } fragment a on Query { ...a }";
        let in_turn = "{ ...a } fragment a on Query { x { ...b } } fragment b on Query { ...a }";
        for document in [direct, in_turn] {
            assert!(refusal(document).is_some_and(|message| message.contains("contains itself")));
        }
    }

    #[test]
    fn depth_counts_through_fragments() {
        let within = format!("{{ {} x {} }}", "x { ".repeat(14), "} ".repeat(14));
        assert_eq!(refusal(&within), None);
        let nested = "x { ".repeat(10);
        let ends = "} ".repeat(10);
        let beyond = format!("{{ {nested} ...a {ends} }} fragment a on Query {{ {nested} x {ends} }}");
        assert!(refusal(&beyond).is_some_and(|message| message.contains("21 levels")));
    }

    #[test]
    fn many_aliases_and_typenames_are_refused() {
        let aliases: String = (0..51).map(|n| format!("a{n}: __typename ")).collect();
        assert!(refusal(&format!("{{ {aliases} }}")).is_some_and(|message| message.contains("aliases")));
        let names = "__typename ".repeat(1001);
        assert!(refusal(&format!("{{ {names} }}")).is_some_and(|message| message.contains("fields")));
    }

    #[test]
    fn a_document_that_is_too_long_is_not_parsed() {
        assert!(check_length(&" ".repeat(70_000)).is_err());
    }
}
