"""The exchange format of directories, HSDS 3: what a file says, and what ours says in it."""
