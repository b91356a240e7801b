/** What a user calls the files as they are now. */
export const WORKTREE = 'worktree';
