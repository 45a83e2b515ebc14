use std::cmp::Ordering;

use super::{Direction, Key, Nulls, OrderBy, OrderField};

/// What rows that no table holds can be sorted by.
pub trait RowField<R>: OrderField {
    /// What is compared of a row.
    fn value(self, row: &R) -> Key;
}

/// The order of a list that no table holds: what the client asks for, and then the text that tells each row from all others.
#[derive(Clone, Debug, Default)]
pub struct RowOrder {
    /// As text, by which a cursor knows the list that it belongs to.
    pub name: String,
    fields: Vec<(Direction, Nulls)>,
}

impl RowOrder {
    /// What a client asks for.
    pub fn of<F: OrderField>(asked: &[OrderBy<F>]) -> Self {
        Self {
            name: asked.iter().map(OrderBy::name).collect::<Vec<_>>().join(", "),
            fields: asked.iter().map(|order| (order.direction, order.nulls)).collect(),
        }
    }

    /// How many keys a row has.
    pub fn keys(&self) -> usize {
        self.fields.len() + 1
    }

    /// Which of two rows stands first, by their keys.
    pub fn compare(&self, one: &[Key], other: &[Key]) -> Ordering {
        let asked = self.fields.iter().zip(one.iter().zip(other)).map(|(field, (one, other))| {
            let (direction, nulls) = field;
            match (one, other, nulls) {
                (Key::Null, Key::Null, _) => Ordering::Equal,
                (Key::Null, _, Nulls::First) | (_, Key::Null, Nulls::Last) => Ordering::Less,
                (Key::Null, _, Nulls::Last) | (_, Key::Null, Nulls::First) => Ordering::Greater,
                _ if *direction == Direction::Desc => compare(other, one),
                _ => compare(one, other),
            }
        });
        let told_apart = one.last().zip(other.last()).map(|(one, other)| compare(one, other));
        asked.chain(told_apart).find(|ordering| ordering.is_ne()).unwrap_or(Ordering::Equal)
    }
}

/// The keys of a row: what it is sorted by, and the text that tells it from all others.
pub fn keys_of<R, F: RowField<R>>(order: &[OrderBy<F>], row: &R, text: String) -> Vec<Key> {
    order.iter().map(|order| order.field.value(row)).chain([Key::Text(text)]).collect()
}

/// Text is compared letter by letter, as the databases do.
fn compare(one: &Key, other: &Key) -> Ordering {
    match (one, other) {
        (Key::Number(one), Key::Number(other)) => one.cmp(other),
        (Key::Decimal(one), Key::Decimal(other)) => one.total_cmp(other),
        (Key::Day(one), Key::Day(other)) => one.cmp(other),
        (Key::Moment(one), Key::Moment(other)) => one.cmp(other),
        (Key::Text(one), Key::Text(other)) => one.cmp(other),
        // Of one field all values are alike.
        _ => Ordering::Equal,
    }
}

impl<T: Into<Self>> From<Option<T>> for Key {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

macro_rules! key_of {
    ($($value:ty => $key:ident),+) => {$(
        impl From<$value> for Key {
            fn from(value: $value) -> Self {
                Self::$key(value.into())
            }
        }
    )+};
}

key_of!(i64 => Number, f64 => Decimal, chrono::NaiveDate => Day, String => Text, &str => Text);

#[cfg(test)]
mod tests {
    use super::{Direction, Key, Nulls, RowOrder};

    #[test]
    fn rows_stand_by_all_fields_and_then_by_their_text() {
        let order = |fields: &[(Direction, Nulls)]| RowOrder { name: String::new(), fields: fields.to_vec() };
        let rows = [
            vec![Key::from(2_i64), Key::from("b")],
            vec![Key::from(None::<i64>), Key::from("a")],
            vec![Key::from(1_i64), Key::from("d")],
            vec![Key::from(2_i64), Key::from("c")],
        ];
        for (direction, nulls, expected) in [
            (Direction::Asc, Nulls::Last, "dbca"),
            (Direction::Desc, Nulls::Last, "bcda"),
            (Direction::Asc, Nulls::First, "adbc"),
            (Direction::Desc, Nulls::First, "abcd"),
        ] {
            let (mut rows, order) = (rows.clone(), order(&[(direction, nulls)]));
            rows.sort_by(|one, other| order.compare(one, other));
            let told: String = rows
                .iter()
                .map(|row| match row.last() {
                    Some(Key::Text(text)) => text.as_str(),
                    _ => "",
                })
                .collect();
            assert_eq!(told, expected, "{direction:?} {nulls:?}");
        }
    }
}
