import "./figures.css";

import { mount } from "../shell/mount.tsx";
import { Figures } from "./Figures.tsx";

mount(Figures);
