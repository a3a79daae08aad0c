import { useState } from "preact/hooks";

/** An island: a framework takes over this part of the page alone. */
export default function Counter({ label }) {
  const [count, more] = useState(0);
  return (
    <button class="island" onClick={() => more(count + 1)}>
      {label}: {count}
    </button>
  );
}
