"""What everything else stands on: settings, languages, parameters, the dictionary, the pages."""
