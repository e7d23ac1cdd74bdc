const bold = (text) => (process.stdout.isTTY ? `\u001b[1m${text}\u001b[0m` : text);

/** Prints one line per thing that happens, with the server's clock and who did it. */
export function createTimeline(now) {
  const start = now();
  const stamp = () => {
    const seconds = Math.round((now() - start) / 1000);
    return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
  };
  return {
    chapter: (text) => console.log(`\n${bold(text)}`),
    say: (who, text) => console.log(`  ${stamp()}  ${who.padEnd(9)} ${text}`),
  };
}
