/* Runs a harness on the files it is given, or on those in the folders: replay without a fuzzer. */
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"

__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv);

enum { INPUT_MOST = 1 << 20 };

static size_t tried;

static int try_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *data = malloc(INPUT_MOST);
	size_t size = 0;
	int bad = 1;

	if (f && data) {
		size = fread(data, 1, INPUT_MOST, f);
		bad = ferror(f);
	}
	if (f)
		fclose(f);
	if (bad) {
		dprintf(2, "%s cannot be read\n", path);
	} else {
		/* Of just that size, so that reading on is seen. */
		uint8_t *exact = (uint8_t *)fuzz_text(data, size);

		LLVMFuzzerTestOneInput(exact, size);
		free(exact);
		tried++;
	}
	free(data);
	return bad;
}

static int try_folder(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;
	int bad = !d;

	while (!bad && (e = readdir(d)) != NULL) {
		char file[4096];

		if (e->d_name[0] == '.')
			continue;
		snprintf(file, sizeof(file), "%s/%s", path, e->d_name);
		bad = try_file(file);
	}
	if (d)
		closedir(d);
	return bad;
}

int main(int argc, char **argv)
{
	int bad = 0;

	if (LLVMFuzzerInitialize)
		LLVMFuzzerInitialize(&argc, &argv);
	for (int i = 1; i < argc && !bad; i++) {
		struct stat st;

		bad = stat(argv[i], &st) != 0 || (S_ISDIR(st.st_mode) ? try_folder(argv[i]) : try_file(argv[i]));
	}
	dprintf(1, "%zu inputs\n", tried);
	return bad;
}
