import { HtmlBasePlugin } from "@11ty/eleventy";
import highlight from "@11ty/eleventy-plugin-syntaxhighlight";

export default function (config) {
  config.addPassthroughCopy("images");
  config.addPassthroughCopy("style.css");
  config.addPlugin(highlight);
  config.addPlugin(HtmlBasePlugin);
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
}
