import "./ccg.css";

import { mount } from "../shell/mount.tsx";
import { Ccg } from "./Ccg.tsx";

mount(Ccg);
