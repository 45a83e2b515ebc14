//! The tables, one file each, and the words of the domain that may be written in them.
//!
//! `domain` holds the newtypes and closed vocabularies; every one has a single `parse`, and nothing
//! reaches a table without it. The other modules are SeaORM entities, named as their tables are.

pub mod domain;

pub mod adoption;
pub mod area;
pub mod ccg;
pub mod ccg_area;
pub mod ccg_identity;
pub mod commissioning_model;
pub mod evidence;
pub mod import_issue;
pub mod import_run;
pub mod listed_source;
pub mod position;
pub mod published_figure;
pub mod scope_rule;
pub mod service_scope;
pub mod source;
pub mod source_check;
pub mod succession;
pub mod wave;
