use std::fmt::Display;

use async_graphql::{Context, ID, Interface, OutputType};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use entities::domain::OdsCode;
use futures_util::future::try_join_all;

use super::{
    Adoption, Area, Ccg, CommissioningModel, Evidence, ImportIssue, ImportRun, Membership, PublishedFigure,
    ScopeRule, ServiceScope, Source, Succession, Wave,
};
use crate::{
    dates::Dates,
    error::{Answer, Failure},
    loading::find,
    table::Noun,
};

/// Anything that has an identity of its own and can be fetched again by it.
#[derive(Interface)]
#[graphql(field(
    name = "id",
    ty = "ID",
    desc = "Identifies the object among all objects of the service. Opaque: do not take it apart."
))]
#[allow(missing_docs)] // A variant is named after what it holds.
pub enum Node {
    Adoption(Adoption),
    Area(Area),
    Ccg(Ccg),
    CommissioningModel(CommissioningModel),
    Evidence(Evidence),
    ImportIssue(ImportIssue),
    ImportRun(ImportRun),
    Membership(Membership),
    PublishedFigure(PublishedFigure),
    ScopeRule(ScopeRule),
    ServiceScope(ServiceScope),
    Source(Source),
    Succession(Succession),
    Wave(Wave),
}

/// The most objects that can be fetched by their identities in one go: as many as a page has at most.
const MOST: usize = 200;

/// The identity of a noun's row: its type and what is unique among the rows of the type.
pub(super) fn identity<N: OutputType>(key: impl Display) -> ID {
    URL_SAFE_NO_PAD.encode(format!("{}:{key}", N::type_name())).into()
}

impl Node {
    /// The object with an identity; nothing when there is none such.
    pub async fn load(context: &Context<'_>, id: &ID) -> Answer<Option<Self>> {
        let (kind, key) = decode(id).ok_or_else(|| unknown(id))?;
        match kind.as_str() {
            "Adoption" => load::<Adoption>(context, id, &key).await,
            "Area" => load::<Area>(context, id, &key).await,
            "Ccg" => {
                let code = OdsCode::parse(&key).map_err(|_| unknown(id))?;
                Ok(Ccg::by_code(context, code, Dates::default()).await?.map(Self::from))
            }
            "CommissioningModel" => load::<CommissioningModel>(context, id, &key).await,
            "Evidence" => load::<Evidence>(context, id, &key).await,
            "ImportIssue" => load::<ImportIssue>(context, id, &key).await,
            "ImportRun" => load::<ImportRun>(context, id, &key).await,
            "Membership" => load::<Membership>(context, id, &key).await,
            "PublishedFigure" => load::<PublishedFigure>(context, id, &key).await,
            "ScopeRule" => load::<ScopeRule>(context, id, &key).await,
            "ServiceScope" => load::<ServiceScope>(context, id, &key).await,
            "Source" => load::<Source>(context, id, &key).await,
            "Succession" => load::<Succession>(context, id, &key).await,
            "Wave" => load::<Wave>(context, id, &key).await,
            _ => Err(unknown(id)),
        }
    }

    /// The objects with these identities, in their order.
    pub async fn load_all(context: &Context<'_>, ids: &[ID]) -> Answer<Vec<Option<Self>>> {
        if ids.len() > MOST {
            let message = format!("{} ids were given; at most {MOST} can be fetched at once.", ids.len());
            return Err(Failure::bad_input("ids", message));
        }
        try_join_all(ids.iter().map(|id| Self::load(context, id))).await
    }
}

async fn load<N: Noun + Into<Node>>(context: &Context<'_>, id: &ID, key: &str) -> Answer<Option<Node>> {
    let number = key.parse().map_err(|_| unknown(id))?;
    Ok(find::<N>(context, number, Dates::default()).await?.map(Into::into))
}

fn decode(id: &ID) -> Option<(String, String)> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(id.as_str()).ok()?).ok()?;
    let (kind, key) = text.split_once(':')?;
    Some((kind.to_owned(), key.to_owned()))
}

fn unknown(id: &ID) -> Failure {
    let message =
        format!("\"{}\" is not an id of this service; give one that a field `id` gave.", id.as_str());
    Failure::bad_input("id", message)
}
