// Days are texts such as 2015-04-01, as the service has them: they have no hour and no time zone, and sort as they are.

const long = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const minute = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });
const shortMinute = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

/** "1 April 2015" */
export const dayInWords = (day: string): string => long.format(new Date(day));

/** "1 Apr 2015", where there is little room. */
export const dayInShort = (day: string): string => short.format(new Date(day));

/** "22 November 2026 at 21:46 UTC" */
export const momentInWords = (moment: string): string => `${minute.format(new Date(moment))} UTC`;

/** "22 Nov 2026, 21:46", in UTC, where there is little room. */
export const momentInShort = (moment: string): string => shortMinute.format(new Date(moment));

/** "18 February 2015" for a day, "December 2015" for a month, "2015" for a year: as precisely as it was published. */
export function partialInWords(text: string): string {
    const [year, month, day] = text.split("-");
    if (day) return dayInWords(text);
    if (!month) return text;
    return new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" }).format(
        new Date(`${year}-${month}-01`),
    );
}

/** Whether a text is a day of the calendar. */
export function isDay(text: string): boolean {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
    const day = new Date(text);
    return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

export function dayAfter(day: string): string {
    const next = new Date(day);
    next.setUTCDate(next.getUTCDate() + 1);
    return next.toISOString().slice(0, 10);
}

/** The financial year of a day, which begins on 1 April: "2015/16". */
export function financialYear(day: string): string {
    const year = Number(day.slice(0, 4)) - (day.slice(5) < "04-01" ? 1 : 0);
    return `${year}/${String((year + 1) % 100).padStart(2, "0")}`;
}

/** The first days of the financial years from one day to another. */
export function firstDaysOfYears(from: string, to: string): string[] {
    const first = Number(from.slice(0, 4)) + (from.slice(5) > "04-01" ? 1 : 0);
    const days = [];
    for (let year = first; `${year}-04-01` <= to; year++) days.push(`${year}-04-01`);
    return days;
}

/** What a publication says of its day: a day, the month or the year that two days enclose, or that it gives none. */
export function spanOfDays(from: string | null, to: string | null): string {
    if (from === null || to === null) return "no day given";
    if (from === to) return dayInWords(from);
    if (from.endsWith("-01-01") && to === `${from.slice(0, 4)}-12-31`) return from.slice(0, 4);
    if (from.endsWith("-01") && dayAfter(to).endsWith("-01") && from.slice(0, 7) === to.slice(0, 7)) {
        return partialInWords(from.slice(0, 7));
    }
    return `${dayInWords(from)} to ${dayInWords(to)}`;
}
