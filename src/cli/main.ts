// The launcher's compile cache is ours alone: what is measured must not inherit it.
if (process.env.ASSAY_COMPILE_CACHE === '1') {
  delete process.env.ASSAY_COMPILE_CACHE;
  delete process.env.NODE_COMPILE_CACHE;
}
const args = process.argv.slice(2);
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  // Answered before anything else is loaded: start-up is the first thing a user feels.
  const { VERSION } = await import('../core/version.ts');
  process.stdout.write(`${VERSION}\n`);
} else {
  const { runCli } = await import('./program.ts');
  await runCli(args);
}
