//! What a file may hold at most.

use std::time::Duration;

use clap::Args;

use crate::extract::Limits;

/// What a file may hold, and its parser use, at most.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Limits")]
pub struct LimitArgs {
    /// Refuse larger files
    #[arg(long, default_value = "256", value_name = "MIB", env = "IMPORTER_MAX_FILE_MIB")]
    pub max_file_mib: u64,
    /// Refuse workbooks that unpack to more; those that only look like bombs are refused before
    #[arg(long, default_value = "1024", value_name = "MIB", env = "IMPORTER_MAX_UNPACKED_MIB")]
    pub max_unpacked_mib: u64,
    /// Refuse workbooks with more parts
    #[arg(long, default_value = "1000", value_name = "NUMBER", env = "IMPORTER_MAX_PARTS")]
    pub max_parts: usize,
    /// Refuse files with values further to the right
    #[arg(long, default_value = "512", value_name = "NUMBER", env = "IMPORTER_MAX_COLUMNS")]
    pub max_columns: u32,
    /// Refuse files with more values
    #[arg(long, default_value = "16000000", value_name = "NUMBER", env = "IMPORTER_MAX_CELLS")]
    pub max_cells: u64,
    /// Refuse files with more rows that have a value
    #[arg(long, default_value = "1048576", value_name = "NUMBER", env = "IMPORTER_MAX_ROWS")]
    pub max_rows: u64,
    /// Refuse delimited text with a longer line
    #[arg(long, default_value = "1024", value_name = "KIB", env = "IMPORTER_MAX_LINE_KIB")]
    pub max_line_kib: u64,
    /// Keep so many problems of a file, and so many skipped rows, in full; count the others
    #[arg(long, default_value = "10000", value_name = "NUMBER", env = "IMPORTER_MAX_ISSUES")]
    pub max_issues: usize,
    /// Refuse files whose parser wants more memory
    #[arg(long, default_value = "1024", value_name = "MIB", env = "IMPORTER_MAX_MEMORY_MIB")]
    pub max_memory_mib: u64,
    /// Refuse files whose parser reads nothing for so long, or takes half of it in processor time
    #[arg(long, default_value = "60", value_name = "SECONDS", env = "IMPORTER_MAX_SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub max_seconds: u64,
}

impl From<&LimitArgs> for Limits {
    fn from(arguments: &LimitArgs) -> Self {
        const MIB: u64 = 1024 * 1024;
        Self {
            file_bytes: arguments.max_file_mib.saturating_mul(MIB),
            columns: arguments.max_columns,
            cells: arguments.max_cells,
            rows: arguments.max_rows,
            line_bytes: arguments.max_line_kib.saturating_mul(1024),
            zip_entries: arguments.max_parts,
            issues: arguments.max_issues,
            inflated_bytes: arguments.max_unpacked_mib.saturating_mul(MIB),
            memory: arguments.max_memory_mib.saturating_mul(MIB),
            cpu: Duration::from_secs(arguments.max_seconds.div_ceil(2)),
            wall: Duration::from_secs(arguments.max_seconds),
            ..Self::default()
        }
    }
}
