"""The audit page: one offline HTML file per article."""
