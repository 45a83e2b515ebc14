// Why a search found something, where its name does not show it.

/** What the text that was searched for is like, and how. */
export interface Match {
    matched: string;
    matchedOn: "ODS_CODE" | "ONS_CODE" | "NAME" | "FORMER_NAME";
    quality: "EXACT" | "PREFIX" | "WORDS" | "INITIALS" | "SIMILAR";
}

/** Whether a text has something that can be searched for. */
export const isSearchable = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/** "formerly NHS Greater Huddersfield CCG"; empty where there is nothing to explain. */
export function matchInWords({ matched, matchedOn, quality }: Match): string {
    const other = { FORMER_NAME: `formerly ${matched}`, ONS_CODE: `ONS code ${matched}`, ODS_CODE: "", NAME: "" }[matchedOn];
    const alike = quality === "SIMILAR" ? "spelt alike" : "";
    return [other, alike].filter((part) => part !== "").join(", ");
}
