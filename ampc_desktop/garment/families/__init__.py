"""The garment families that come with the studio, one folder each."""
