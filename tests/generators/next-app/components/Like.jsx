"use client";
import { useState } from "react";

export default function Like() {
  const [likes, more] = useState(0);
  return <button onClick={() => more(likes + 1)}>Liked: {likes}</button>;
}
