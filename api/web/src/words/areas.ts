export type AreaKind = "REGION_2015" | "REGION_2025" | "AREA_TEAM" | "LOCAL_OFFICE" | "STP_ICS";

/** The maps of England on which areas lie. */
export const AREA_KINDS: Record<AreaKind, string> = {
    REGION_2015: "Region, of four in 2015",
    REGION_2025: "Region, of seven later",
    AREA_TEAM: "Area team of 2013",
    LOCAL_OFFICE: "Local office of 2015",
    STP_ICS: "STP, later ICS",
};
