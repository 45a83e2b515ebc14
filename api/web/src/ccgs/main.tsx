import "./ccgs.css";

import { mount } from "../shell/mount.tsx";
import { Ccgs } from "./Ccgs.tsx";

mount(Ccgs);
