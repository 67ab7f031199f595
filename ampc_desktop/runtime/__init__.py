"""What every room needs and none owns: resources, files, codec, child processes."""
