//! The nouns, one a file: the GraphQL object, what its lists are narrowed by, and how they are sorted and
//! reached. `node` is the interface that they share.

mod adoption;
mod area;
mod ccg;
mod ccg_identity;
mod commissioning_model;
mod evidence;
mod import_issue;
mod import_run;
mod node;
mod partial_date;
mod published_figure;
mod scope_rule;
mod service_scope;
mod source;
mod succession;
mod wave;

pub use adoption::{Adoption, AdoptionFilter};
pub use area::{Area, AreaFilter};
pub use ccg::{Ccg, CcgFilter};
pub use ccg_identity::CcgIdentity;
pub use commissioning_model::{CommissioningModel, CommissioningModelFilter};
pub use evidence::{Evidence, EvidenceFilter};
pub use import_issue::{ImportIssue, ImportIssueFilter};
pub use import_run::{ImportRun, ImportRunFilter};
pub use node::Node;
pub use partial_date::PartialDate;
pub use published_figure::{PublishedFigure, PublishedFigureFilter};
pub use scope_rule::{ScopeRule, ScopeRuleFilter};
pub use service_scope::{ServiceScope, ServiceScopeFilter};
pub use source::{Source, SourceFilter};
pub use succession::{Succession, SuccessionFilter};
pub use wave::{Wave, WaveFilter};
