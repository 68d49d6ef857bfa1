"""Files that nobody means to upload: random bytes, and good files with something broken in them.

damage    bytes changed, taken out, doubled, put in
packing   a damaged text as the file of some kind, which may be damaged once more
files     both kinds of files, as many as are asked for; the seed settles them
outcome   what the file reader makes of one, with every choice that it offers

Only `outcome` knows of the reader.
"""
