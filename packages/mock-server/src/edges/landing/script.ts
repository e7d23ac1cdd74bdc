/** The page's only script: copies what stands beside a button, and says so to screen readers too. */
export const SCRIPT = `
const told = document.querySelector('[role=status]');
document.addEventListener('click', async (event) => {
  const button = event.target.closest('button[data-copy]');
  if (button === null) return;
  const source = button.closest('.copied');
  const text = source.querySelector('code').textContent;
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
    told.textContent = 'Copied ' + text.split('\\n')[0];
  } catch {
    getSelection().selectAllChildren(source.querySelector('code'));
    button.textContent = 'Selected';
    told.textContent = 'The clipboard is not open to this page; the text is selected';
  }
  setTimeout(() => { button.textContent = label; }, 1500);
});
`;
