use entities::service_scope::Column;

use super::declaration::flat_row;
use crate::{types::ServiceScope, vocabulary::Service};

flat_row! {
    /// A primary care service as a flat row.
    ServiceScopeRow of ServiceScope, |fact, dates| {
        /// Which service.
        service_code: Service = fact.column(Column::Code),
        /// Its usual name.
        service_name: String = fact.column(Column::Title),
        /// What publications of other years call it.
        also_called: String = fact.column(Column::AlsoCalled),
    }
}
