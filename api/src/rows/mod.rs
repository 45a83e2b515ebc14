//! Flat rows for reporting tools, one type a file: scalar columns only, in the order in which they are declared, with
//! codes and labels, one row a fact.
//!
//! `declaration` makes a type of a list of columns; `page` is the statement that gives the rows of a page. A row type
//! has the filter, the order and the dates of its noun.

mod adoption;
mod area;
mod ccg;
mod declaration;
mod evidence;
mod import_issue;
mod import_run;
mod membership;
mod model;
mod page;
mod position;
mod published_figure;
mod scope_rule;
mod service_scope;
mod source;
mod succession;
mod wave;

pub use adoption::AdoptionRow;
pub use area::AreaRow;
pub use ccg::CcgRow;
pub use evidence::EvidenceRow;
pub use import_issue::ImportIssueRow;
pub use import_run::ImportRunRow;
pub use membership::MembershipRow;
pub use model::ModelRow;
pub use page::Selection;
pub(crate) use page::in_camel_case;
pub use position::PositionRow;
pub use published_figure::PublishedFigureRow;
pub use scope_rule::ScopeRuleRow;
pub use service_scope::ServiceScopeRow;
pub use source::SourceRow;
pub use succession::SuccessionRow;
pub use wave::WaveRow;
