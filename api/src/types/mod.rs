//! The nouns, one a folder: the GraphQL object, what its lists are narrowed by (`filter`) and what they are sorted
//! by (`sort`). `node` is the interface that they share.

mod adoption;
mod area;
mod ccg;
mod ccg_identity;
mod commissioning_model;
mod evidence;
mod import_issue;
mod import_run;
mod membership;
mod node;
mod partial_date;
mod position;
mod published_figure;
mod scope_rule;
mod service_scope;
mod source;
mod succession;
mod wave;

pub use adoption::{Adoption, AdoptionFilter, AdoptionSort};
pub(crate) use area::CcgsOfArea;
pub use area::{Area, AreaFilter, AreaSort};
pub use ccg::{Ccg, CcgFilter, CcgSort};
pub use ccg_identity::{CcgIdentity, CcgIdentityFilter};
pub use commissioning_model::{CommissioningModel, CommissioningModelFilter, CommissioningModelSort};
pub use evidence::{Evidence, EvidenceFilter, EvidenceSort};
pub use import_issue::{ImportIssue, ImportIssueFilter, ImportIssueSort};
pub use import_run::{ImportRun, ImportRunFilter, ImportRunSort};
pub use membership::{Membership, MembershipFilter, MembershipSort};
pub use node::Node;
pub use partial_date::PartialDate;
pub use position::{Position, PositionFilter, PositionSort};
pub use published_figure::{PublishedFigure, PublishedFigureFilter, PublishedFigureSort};
pub use scope_rule::{ScopeRule, ScopeRuleFilter, ScopeRuleSort};
pub use service_scope::{ServiceScope, ServiceScopeFilter, ServiceScopeSort};
pub(crate) use source::Cited;
pub use source::{Source, SourceFilter, SourceSort};
pub(crate) use succession::{Predecessors, Successors};
pub use succession::{Succession, SuccessionFilter, SuccessionSort};
pub use wave::{Wave, WaveFilter, WaveSort};
