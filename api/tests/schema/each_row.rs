use api::{
    each_row::{Numbers, each_row},
    table::column,
};
use entities::area;
use sea_orm::{ConnectionTrait, sea_query::Query};

use super::fixture::Service;

/// Areas, of which there are so many only here.
async fn with_areas(number: u32) -> Service {
    let service = Service::with_ccgs(0).await;
    let insert = format!(
        "WITH RECURSIVE numbered (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbered WHERE number < {number}) \
         INSERT INTO area (id, kind, name) SELECT number, 'STP_ICS', 'Synthetic ' || number FROM numbered WHERE {number} > 0"
    );
    service.database.execute_unprepared("DELETE FROM area").await.expect("no areas");
    service.database.execute_unprepared(&insert).await.expect("areas");
    service
}

#[tokio::test]
async fn each_row_is_shown_once_and_in_order_however_many_there_are() {
    // And the one that tells how many there are.
    for (number, expected) in [(0, 1), (1, 2), (10_000, 2), (10_001, 3)] {
        let service = with_areas(number).await;
        let number_of = || column(area::Column::Id);
        let areas = |numbers: Numbers| {
            let of_these = numbers.include(number_of());
            Query::select().expr(number_of()).from(area::Entity).and_where(of_these).to_owned()
        };
        let (mut seen, snapshot) = (Vec::new(), service.reader.snapshot());
        snapshot.edition().await.expect("an edition");
        let before = service.ran().len();
        let read = each_row::<area::Entity>(&snapshot, areas, |row| {
            seen.push(row.get::<i64>("id")?);
            Ok(())
        });
        read.await.expect("rows");
        assert_eq!(service.ran().len() - before, expected, "{number}");
        assert_eq!(seen.len(), number as usize);
        assert!(seen.is_sorted_by(|one, other| one < other), "{number}");
    }
}
