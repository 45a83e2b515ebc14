use std::{collections::HashMap, convert::Infallible, rc::Rc};

use async_graphql::{
    Name, Positioned, ServerError, Value,
    parser::types::{Directive, ExecutableDocument, Field, FragmentDefinition, Selection, SelectionSet},
};

use super::{
    ALIASES, DEPTH, DIRECTIVES, DUPLICATES, FIELDS, FRAGMENTS, INTROSPECTION, OPERATIONS, SPREADS,
    values::Values, within_depth, within_size,
};
use crate::{error::code, schema::with_code};

/// Refuses a document that would take too long to execute, or even to validate.
///
/// # Errors
/// When it is over a limit, or a fragment contains itself.
pub fn check(document: &ExecutableDocument) -> Result<(), ServerError> {
    within_size("operations", document.operations.iter().count(), OPERATIONS)?;
    within_size("fragments", document.fragments.len(), FRAGMENTS)?;
    let mut measure = Measure::of(document);
    for (_, operation) in document.operations.iter() {
        let operation = &operation.node;
        measure.check_directives(&operation.directives)?;
        for definition in &operation.variable_definitions {
            measure.check_directives(&definition.node.directives)?;
            if let Some(default) = &definition.node.default_value {
                measure.values.add(&default.node)?;
            }
        }
        let size = measure.selection(&operation.selection_set.node)?;
        size.check()?;
    }
    // What no operation uses is validated all the same.
    for name in document.fragments.keys() {
        measure.fragment(name)?.check()?;
    }
    Ok(())
}

/// What a selection amounts to once fragments are put in place of their spreads. Sums saturate: they may be
/// astronomical.
#[derive(Clone, Default)]
struct Size<'a> {
    fields: usize,
    aliases: usize,
    spreads: usize,
    depth: usize,
    /// How deep lists of the introspection lead into each other.
    introspection: usize,
    /// How often each member of the answer's object is named.
    members: HashMap<&'a Name, usize>,
}

impl<'a> Size<'a> {
    fn check(&self) -> Result<(), ServerError> {
        within_depth("levels of fields", self.depth, DEPTH)?;
        within_size("fields", self.fields, FIELDS)?;
        within_size("aliases", self.aliases, ALIASES)?;
        within_size("spreads of fragments", self.spreads, SPREADS)?;
        self.check_members()
    }

    fn check_members(&self) -> Result<(), ServerError> {
        match self.members.iter().max_by_key(|(name, number)| (*number, *name)) {
            Some((name, number)) => {
                within_size(&format!("times \"{name}\" in one place"), *number, DUPLICATES)
            }
            None => Ok(()),
        }
    }

    /// Puts another selection beside it.
    fn add(&mut self, other: &Self) {
        self.fields = self.fields.saturating_add(other.fields);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.spreads = self.spreads.saturating_add(other.spreads);
        self.depth = self.depth.max(other.depth);
        self.introspection = self.introspection.max(other.introspection);
        for (name, number) in &other.members {
            let sum = self.members.entry(name).or_default();
            *sum = sum.saturating_add(*number);
        }
    }

    /// As what a field has within it.
    fn within(self, field: &'a Field) -> Result<Self, ServerError> {
        self.check_members()?;
        let name = field.name.node.as_str();
        let leads_on = matches!(name, "fields" | "inputFields" | "interfaces" | "possibleTypes");
        let introspection = self.introspection + usize::from(leads_on);
        if matches!(name, "__schema" | "__type") {
            within_depth("levels of lists in the introspection", introspection, INTROSPECTION)?;
        }
        Ok(Self {
            fields: self.fields.saturating_add(1),
            aliases: self.aliases.saturating_add(usize::from(field.alias.is_some())),
            spreads: self.spreads,
            depth: self.depth.saturating_add(1),
            introspection,
            members: HashMap::from([(&field.response_key().node, 1)]),
        })
    }
}

struct Measure<'a> {
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    /// The sizes of fragments; none for one that is being measured.
    measured: HashMap<&'a Name, Option<Rc<Size<'a>>>>,
    /// How many spreads were seen, each where it is written.
    spreads: usize,
    values: Values,
}

impl<'a> Measure<'a> {
    fn of(document: &'a ExecutableDocument) -> Self {
        Self {
            fragments: &document.fragments,
            measured: HashMap::new(),
            spreads: 0,
            values: Values::default(),
        }
    }

    fn selection(&mut self, selection: &'a SelectionSet) -> Result<Size<'a>, ServerError> {
        let mut size = Size::default();
        for item in &selection.items {
            self.check_directives(item.node.directives())?;
            match &item.node {
                Selection::Field(field) => size.add(&self.field(&field.node)?),
                Selection::InlineFragment(fragment) => {
                    size.add(&self.selection(&fragment.node.selection_set.node)?);
                }
                Selection::FragmentSpread(spread) => {
                    self.spreads += 1;
                    within_size("spreads of fragments", self.spreads, SPREADS)?;
                    size.add(&*self.fragment(&spread.node.fragment_name.node)?);
                    size.spreads = size.spreads.saturating_add(1);
                }
            }
        }
        Ok(size)
    }

    fn field(&mut self, field: &'a Field) -> Result<Size<'a>, ServerError> {
        for (_, argument) in &field.arguments {
            let Ok(value) = argument.node.clone().into_const_with(supplied);
            self.values.add(&value)?;
        }
        self.selection(&field.selection_set.node)?.within(field)
    }

    /// An unknown fragment has no size: validation will name it.
    fn fragment(&mut self, name: &Name) -> Result<Rc<Size<'a>>, ServerError> {
        let Some((name, fragment)) = self.fragments.get_key_value(name) else {
            return Ok(Rc::default());
        };
        match self.measured.get(name) {
            Some(Some(size)) => Ok(size.clone()),
            Some(None) => {
                let message = format!("The fragment \"{name}\" contains itself.");
                let error = ServerError::new(message, Some(fragment.pos));
                Err(with_code(error, code::GRAPHQL_VALIDATION_FAILED))
            }
            None => {
                self.measured.insert(name, None);
                self.check_directives(&fragment.node.directives)?;
                let size = Rc::new(self.selection(&fragment.node.selection_set.node)?);
                self.measured.insert(name, Some(size.clone()));
                Ok(size)
            }
        }
    }

    fn check_directives(&mut self, directives: &[Positioned<Directive>]) -> Result<(), ServerError> {
        within_size("directives in one place", directives.len(), DIRECTIVES)?;
        for (_, argument) in directives.iter().flat_map(|directive| &directive.node.arguments) {
            let Ok(value) = argument.node.clone().into_const_with(supplied);
            self.values.add(&value)?;
        }
        Ok(())
    }
}

/// In the place of a variable, which is looked at where it is supplied.
fn supplied(_: Name) -> Result<Value, Infallible> {
    Ok(Value::Null)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use async_graphql::parser::parse_query;

    use super::check;
    use crate::limits::check_text;

    fn refusal(document: &str) -> Option<String> {
        check_text(document).expect("of the usual length");
        let document = parse_query(document).expect("a document");
        check(&document).err().map(|error| error.message)
    }

    fn assert_refused(document: &str, named: &str) {
        let message = refusal(document).expect("a refusal");
        assert!(message.contains(named), "{message}");
    }

    /// Fragments that spread the next one `width` times, `levels` deep.
    fn fan_out(width: usize, levels: usize, leaf: &str) -> String {
        let mut document = "{ ...f0 }".to_owned();
        for level in 0..levels {
            let spreads = format!("...f{} ", level + 1).repeat(width);
            document += &format!(" fragment f{level} on Query {{ {spreads} }}");
        }
        document + &format!(" fragment f{levels} on Query {{ {leaf} }}")
    }

    #[test]
    fn fragments_that_fan_out_are_refused_at_once() {
        for (width, levels) in [(10, 4), (19, 5), (20, 5), (6, 15), (2, 18)] {
            // One that leads to a fragment that is not there has no fields at all.
            for leaf in ["__typename", "...absent"] {
                let document = fan_out(width, levels, leaf);
                let begun = Instant::now();
                assert!(refusal(&document).is_some(), "{document}");
                assert!(begun.elapsed() < Duration::from_millis(100), "{:?}", begun.elapsed());
            }
        }
    }

    #[test]
    fn a_fragment_that_contains_itself_is_refused() {
        let direct = "{ ...a } fragment a on Query { ...a }";
        let in_turn = "{ ...a } fragment a on Query { x { ...b } } fragment b on Query { ...a }";
        let unused = "{ a } fragment a on Query { x { ...a } }";
        for document in [direct, in_turn, unused] {
            assert_refused(document, "contains itself");
        }
    }

    #[test]
    fn depth_counts_through_fragments() {
        let within = format!("{{ {} x {} }}", "x { ".repeat(14), "} ".repeat(14));
        assert_eq!(refusal(&within), None);
        let nested = "x { ".repeat(10);
        let ends = "} ".repeat(10);
        let beyond = format!("{{ {nested} ...a {ends} }} fragment a on Query {{ {nested} x {ends} }}");
        assert_refused(&beyond, "21 levels");
    }

    #[test]
    fn there_are_limits_on_whatever_there_can_be_many_of() {
        let many = |number: usize, each: &dyn Fn(usize) -> String| (0..number).map(each).collect::<String>();
        let aliases = many(51, &|n| format!("a{n}: __typename "));
        let fields = many(1001, &|n| format!("f{n} "));
        let operations = many(21, &|n| format!("query q{n} {{ a }} "));
        let fragments = many(21, &|n| format!("fragment f{n} on Query {{ a }} "));
        let directives = many(6, &|n| format!("@d{n} "));
        for (document, named) in [
            (format!("{{ {aliases} }}"), "51 aliases"),
            (format!("{{ {fields} }}"), "1001 fields"),
            (format!("{{ {} }}", "a ".repeat(11)), "11 times \"a\""),
            ("{ x { ...f ...f ...f } } fragment f on X { a a a a }".to_owned(), "12 times \"a\""),
            (format!("{{ x {{ {} }} }}", "... on X { a } ".repeat(11)), "11 times \"a\""),
            (format!("{{ {} }}", "...f ".repeat(101)), "101 spreads"),
            (operations, "21 operations"),
            (format!("{{ a }} {fragments}"), "21 fragments"),
            (format!("{{ a {directives} }}"), "6 directives"),
            (format!("query {directives} {{ a }}"), "6 directives"),
            (format!("{{ a(b: [{}]) }}", "1 ".repeat(1001)), "1001 items"),
            (format!("query ($v: X = {}1{}) {{ a }}", "[".repeat(13), "]".repeat(13)), "13 levels of lists"),
            (format!("{{ a(b: \"{}\") }}", "x".repeat(4001)), "4001 bytes in one text"),
        ] {
            assert_refused(&document, named);
        }
    }

    #[test]
    fn an_introspection_that_goes_round_in_circles_is_refused() {
        let types = "{ __schema { types { fields { type { ...t } } } } } fragment t on __Type";
        assert_refused(
            &format!("{types} {{ fields {{ type {{ fields {{ name }} }} }} }}"),
            "3 levels of lists",
        );
        assert_eq!(refusal(&format!("{types} {{ inputFields {{ name }} interfaces {{ name }} }}")), None);
    }
}
