import { useChoice } from "../shell/state.ts";
import { Waiting } from "../shell/Waiting.tsx";
import { type Asked, useLoaded } from "../service/useAnswer.ts";
import { isDay } from "../words/days.ts";
import { counted } from "../words/numbers.ts";
import { ByRegion } from "./ByRegion.tsx";
import { DaySlider } from "./DaySlider.tsx";
import { loadRegister, type Register } from "./register.ts";
import type { Span } from "./span.ts";
import { Tiles } from "./Tiles.tsx";

/** What was so on one day: CCG by CCG, and region by region. The day stands in the address. */
export function OneDay({ span }: { span: Span }) {
    const asked = useLoaded("register", loadRegister);
    return <Waiting asked={asked}>{({ data }) => <Days span={span} register={data} asked={asked} />}</Waiting>;
}

function Days({ span, register, asked }: { span: Span; register: Register; asked: Asked<Register> }) {
    const [chosen, setChosen] = useChoice("on", "replace");
    const day = chosen && isDay(chosen) ? chosen : span.firstRound;
    const { steps, successions } = register;
    return (
        <div class="one-day">
            <DaySlider steps={steps} day={day} onChange={setChosen} event={mergersOn(day, successions)} />
            <Tiles asked={asked} register={register} day={day} />
            <ByRegion day={day} />
        </div>
    );
}

function mergersOn(day: string, successions: Register["successions"]): string {
    const ofDay = successions.filter(({ effectiveOn }) => effectiveOn === day);
    if (ofDay.length === 0) return "";
    const formed = new Set(ofDay.map(({ successorOdsCode }) => successorOdsCode));
    return `${counted(ofDay.length, "CCG")} merged into ${formed.size} on this day, outlined in bold.`;
}
