"""Hospital-based violence intervention: the bedside intake, in short steps that are all saved."""
