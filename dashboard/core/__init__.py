"""What every floor stands on: settings, languages, the selection, the dictionary, the pages."""
