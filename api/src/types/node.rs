use std::fmt::Display;

use async_graphql::{Context, ID, Interface, OutputType};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use entities::domain::OdsCode;
use futures_util::future::join_all;

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
    /// The object with an identity that an argument gives; nothing when there is none such.
    pub async fn load(context: &Context<'_>, id: &ID, argument: &'static str) -> Answer<Option<Self>> {
        let unknown = || {
            let id = id.as_str();
            let message = format!("\"{id}\" is not an id of this service; give one that a field `id` gave.");
            Failure::bad_input(argument, message)
        };
        let (kind, key) = decode(id).ok_or_else(unknown)?;
        if kind == "Ccg" {
            let code = OdsCode::parse(&key).map_err(|_| unknown())?;
            return Ok(Ccg::by_code(context, code, Dates::default()).await?.map(Self::from));
        }
        let number = key.parse().map_err(|_| unknown())?;
        match kind.as_str() {
            "Adoption" => load::<Adoption>(context, number).await,
            "Area" => load::<Area>(context, number).await,
            "CommissioningModel" => load::<CommissioningModel>(context, number).await,
            "Evidence" => load::<Evidence>(context, number).await,
            "ImportIssue" => load::<ImportIssue>(context, number).await,
            "ImportRun" => load::<ImportRun>(context, number).await,
            "Membership" => load::<Membership>(context, number).await,
            "PublishedFigure" => load::<PublishedFigure>(context, number).await,
            "ScopeRule" => load::<ScopeRule>(context, number).await,
            "ServiceScope" => load::<ServiceScope>(context, number).await,
            "Source" => load::<Source>(context, number).await,
            "Succession" => load::<Succession>(context, number).await,
            "Wave" => load::<Wave>(context, number).await,
            _ => Err(unknown()),
        }
    }

    /// The objects with these identities, in their order. One that is none keeps no other from the answer.
    pub async fn load_all(context: &Context<'_>, ids: &[ID]) -> Answer<Vec<Answer<Option<Self>>>> {
        if ids.len() > MOST {
            let message = format!("{} ids were given; at most {MOST} can be fetched at once.", ids.len());
            return Err(Failure::bad_input("ids", message));
        }
        Ok(join_all(ids.iter().map(|id| Self::load(context, id, "ids"))).await)
    }
}

async fn load<N: Noun + Into<Node>>(context: &Context<'_>, number: i64) -> Answer<Option<Node>> {
    Ok(find::<N>(context, number, Dates::default()).await?.map(Into::into))
}

fn decode(id: &ID) -> Option<(String, String)> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(id.as_str()).ok()?).ok()?;
    let (kind, key) = text.split_once(':')?;
    Some((kind.to_owned(), key.to_owned()))
}
