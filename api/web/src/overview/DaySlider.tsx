import { dayInWords } from "../words/days.ts";

interface DaySliderProperties {
    /** The days that can be chosen, in their order. */
    steps: readonly string[];
    day: string;
    onChange: (day: string) => void;
    /** What happened on the day. */
    event: string;
}

/** Goes from day to day; between them nothing changes. */
export function DaySlider({ steps, day, onChange, event }: DaySliderProperties) {
    const place = placeOf(day, steps);
    const move = (place: number) => {
        const step = steps[place];
        if (step) onChange(step);
    };
    return (
        <div class="day-slider">
            <output class="day" for="day">
                {dayInWords(day)}
            </output>
            <div class="track">
                <button type="button" aria-label="Earlier" disabled={place === 0} onClick={() => move(place - 1)}>
                    ‹
                </button>
                <input
                    id="day"
                    type="range"
                    min={0}
                    max={steps.length - 1}
                    value={place}
                    aria-label="Day"
                    aria-valuetext={dayInWords(day)}
                    onInput={({ currentTarget }) => move(currentTarget.valueAsNumber)}
                />
                <button
                    type="button"
                    aria-label="Later"
                    disabled={place === steps.length - 1}
                    onClick={() => move(place + 1)}
                >
                    ›
                </button>
            </div>
            <p class="event">{event}</p>
        </div>
    );
}

/** Where a day stands among the steps: at the last one that is not later. */
export function placeOf(day: string, steps: readonly string[]): number {
    return Math.max(
        0,
        steps.findLastIndex((step) => step <= day),
    );
}
