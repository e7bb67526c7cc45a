"""Sound devices and sound files: the loudspeaker and its mixer, microphones, resampling.

May import `core` and `errors`.
"""
