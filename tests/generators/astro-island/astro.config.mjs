import preact from "@astrojs/preact";
import { defineConfig } from "astro/config";

export default defineConfig({ site: "https://notes.example.org", integrations: [preact()], telemetry: false });
